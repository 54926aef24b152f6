package org.parvis.store.transaction;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemId;
import org.parvis.model.MediaId;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;

/**
 * How Java values travel to PostgreSQL and back, beyond what JDBI knows by itself: points in time as {@code timestamptz}
 * whatever the zone of this machine, arrays, and the ids of the model as {@code uuid}.
 */
final class SqlTypes {
    private SqlTypes() {}

    static void register(Jdbi jdbi) {
        instants(jdbi);
        arrays(jdbi);
        id(jdbi, WorkspaceId.class, WorkspaceId::value, WorkspaceId::new);
        id(jdbi, BrandId.class, BrandId::value, BrandId::new);
        id(jdbi, UserId.class, UserId::value, UserId::new);
        id(jdbi, AccountId.class, AccountId::value, AccountId::new);
        id(jdbi, PublicationId.class, PublicationId::value, PublicationId::new);
        id(jdbi, PostId.class, PostId::value, PostId::new);
        id(jdbi, ItemId.class, ItemId::value, ItemId::new);
        id(jdbi, ConversationId.class, ConversationId::value, ConversationId::new);
        id(jdbi, MediaId.class, MediaId::value, MediaId::new);
    }

    private static void instants(Jdbi jdbi) {
        jdbi.registerArgument(new AbstractArgumentFactory<Instant>(Types.TIMESTAMP_WITH_TIMEZONE) {
            @Override
            protected Argument build(Instant value, ConfigRegistry config) {
                return (position, statement, context) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
            }
        });
        ColumnMapper<Instant> mapper = (result, column, context) -> {
            OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        };
        jdbi.registerColumnMapper(Instant.class, mapper);
    }

    private static void arrays(Jdbi jdbi) {
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Integer.class, "int4");
        jdbi.registerArrayType(int.class, "int4");
        jdbi.registerArrayType(Long.class, "int8");
        jdbi.registerArrayType(long.class, "int8");
        jdbi.registerArrayType(Boolean.class, "bool");
        jdbi.registerArrayType(Double.class, "float8");
        jdbi.registerArrayType(Instant.class, "timestamptz", Instant::toString);
        // The driver would print the array's identity instead of its bytes.
        jdbi.registerArrayType(
                byte[].class, "bytea", bytes -> "\\x" + HexFormat.of().formatHex(bytes));
    }

    private static <I> void id(Jdbi jdbi, Class<I> type, Function<I, UUID> toUuid, Function<UUID, I> fromUuid) {
        jdbi.registerArgument(new IdArgument<>(type, toUuid));
        jdbi.registerColumnMapper(type, new IdMapper<>(fromUuid));
        jdbi.registerArrayType(type, "uuid", toUuid::apply);
    }

    private record IdMapper<I>(Function<UUID, I> fromUuid) implements ColumnMapper<I> {
        @Override
        @Nullable
        public I map(ResultSet result, int column, StatementContext context) throws SQLException {
            UUID value = result.getObject(column, UUID.class);
            return value == null ? null : fromUuid.apply(value);
        }
    }

    private record IdArgument<I>(Class<I> type, Function<I, UUID> toUuid) implements ArgumentFactory {
        @Override
        public Optional<Argument> build(Type wanted, Object value, ConfigRegistry config) {
            if (!type.equals(wanted)) {
                return Optional.empty();
            }
            UUID uuid = value == null ? null : toUuid.apply(type.cast(value));
            return Optional.of((position, statement, context) -> {
                if (uuid == null) {
                    statement.setNull(position, Types.OTHER);
                } else {
                    statement.setObject(position, uuid);
                }
            });
        }
    }
}
