package io.cameleer.storage.s3;

import io.cameleer.settings.Settings;
import io.cameleer.storage.Storage;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageType;
import java.util.Optional;

/** The storage type {@code s3}. */
public final class S3StorageType implements StorageType {
    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Storage storage(Settings settings, int readers) {
        return new S3Storage(S3Settings.of(settings, readers));
    }

    @Override
    public Optional<StorageError> error(Throwable error) {
        return S3Errors.of(error);
    }
}
