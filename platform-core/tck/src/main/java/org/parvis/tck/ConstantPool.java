package org.parvis.tck;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The constant pool of a class file, as JVMS 4.4 has it: what the class mentions. */
record ConstantPool(Map<Integer, String> texts, Map<Integer, int[]> pairs, Map<Integer, Integer> tags) {
    static ConstantPool of(byte[] file) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            in.readInt();
            in.readInt();
            int count = in.readUnsignedShort();
            Map<Integer, String> texts = new HashMap<>();
            Map<Integer, int[]> pairs = new HashMap<>();
            Map<Integer, Integer> tags = new HashMap<>();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                tags.put(i, tag);
                switch (tag) {
                    case 1 -> texts.put(i, in.readUTF());
                    case 7, 8, 16, 19, 20 -> pairs.put(i, new int[] {in.readUnsignedShort(), 0});
                    case 9, 10, 11, 12, 17, 18 ->
                        pairs.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                    case 15 -> in.skipBytes(3);
                    case 5, 6 -> {
                        in.skipBytes(8);
                        i++;
                    }
                    default -> in.skipBytes(4);
                }
            }
            return new ConstantPool(texts, pairs, tags);
        }
    }

    /** The string constants, in which {@code \\u0001} stands for what is put in where a text is put together. */
    Set<String> strings() {
        Set<String> strings = new TreeSet<>();
        tags.forEach((index, tag) -> {
            if (tag == 8) {
                strings.add(texts.getOrDefault(pairs.getOrDefault(index, new int[2])[0], ""));
            }
        });
        return strings;
    }

    /** Classes, and {@code class.member} with its type for the members that are called or read. */
    Set<String> mentions() {
        Set<String> mentions = new TreeSet<>();
        tags.forEach((index, tag) -> {
            int[] pair = pairs.getOrDefault(index, new int[2]);
            if (tag == 7) {
                mentions.add(texts.getOrDefault(pair[0], ""));
            } else if (tag == 9 || tag == 10 || tag == 11) {
                int[] type = pairs.getOrDefault(pair[0], new int[2]);
                int[] member = pairs.getOrDefault(pair[1], new int[2]);
                mentions.add(texts.getOrDefault(type[0], "") + "." + texts.getOrDefault(member[0], "")
                        + texts.getOrDefault(member[1], ""));
            }
        });
        return mentions;
    }
}
