package io.cameleer.postgres;

import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;

/** Has a {@code sql:} endpoint with an {@code outputClass} make records of rows: columns are components by their names. */
public final class RecordRows extends DefaultRowMapperFactory {
    @Override
    public RowMapper<?> newBeanRowMapper(Class<?> type) {
        return DataClassRowMapper.newInstance(type);
    }
}
