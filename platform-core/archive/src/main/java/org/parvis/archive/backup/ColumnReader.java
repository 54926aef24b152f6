package org.parvis.archive.backup;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Passes rows in the text form of COPY on and hands out one column of each: tabs part columns, line feeds part rows, and both
 * are escaped within a value. For columns whose values hold nothing that is escaped, such as ids.
 */
final class ColumnReader extends FilterOutputStream {
    private final int wanted;
    private final Consumer<String> values;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private int column;

    ColumnReader(OutputStream out, int wanted, Consumer<String> values) {
        super(out);
        this.wanted = wanted;
        this.values = values;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        read(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            read(bytes[i]);
        }
    }

    private void read(int b) {
        if (b != '\t' && b != '\n') {
            if (column == wanted) {
                value.write(b);
            }
            return;
        }
        if (column == wanted) {
            values.accept(value.toString(StandardCharsets.US_ASCII));
            value.reset();
        }
        column = b == '\t' ? column + 1 : 0;
    }
}
