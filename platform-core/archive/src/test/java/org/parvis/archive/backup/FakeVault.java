package org.parvis.archive.backup;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.parvis.api.account.VaultService;

/** A vault whose keys are any bytes. */
final class FakeVault implements VaultService {
    byte[] imported = {};

    @Override
    public Status status() {
        return new Status(List.of());
    }

    @Override
    public int rotate(String operator) {
        return 0;
    }

    @Override
    public int reseal() {
        return 0;
    }

    @Override
    public byte[] exportKeys(String operator) {
        return "the keys".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int importKeys(byte[] keys, String operator) {
        imported = keys.clone();
        return 1;
    }
}
