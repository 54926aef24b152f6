package org.parvis.engine.obligation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.store.TestDatabase;

/**
 * The statements of the outbox go by keys, whatever the planner believes of tables that were empty a minute ago. Read from
 * the plans it keeps for prepared statements, which know no values.
 */
class ObligationPlansTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final Pattern READS_A_TABLE = Pattern.compile(" Scan .*on (obligation|obligation_lease)\\b");
    private static final Pattern PLACE = Pattern.compile("\\?");

    /** Believed to be empty, as they were when they were last looked at; with thirty thousand rows in truth. */
    @BeforeAll
    static void grown() throws SQLException {
        asOwner(
                // The driver cannot leave a parameter open, a function can.
                """
                create function public.plan(sql text) returns setof text language plpgsql as $$
                begin
                    return query execute 'explain (generic_plan) ' || sql;
                end $$""", "vacuum (analyze) engine.obligation", "vacuum (analyze) engine.obligation_lease", """
                insert into engine.obligation (id, workspace_id, kind, key, lane, network, payload, due, state, waiting_for)
                select uuidv7(), gen_random_uuid(), 'test.work', n::text, 'lane ' || n, 'loopback', '{}', now(),
                    case when n % 10 = 0 then 'WAITING' else 'READY' end, case when n % 10 = 0 then 'NETWORK' else '' end
                from generate_series(1, 30000) as n
                """, """
                insert into engine.obligation_lease (obligation_id, workspace_id, lane, owner, token, until)
                select id, workspace_id, lane, 'node', nextval('engine.lease_token'), now() + interval '2 minutes'
                from engine.obligation where state = 'READY' limit 1000
                """);
    }

    private static void asOwner(String... statements) throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ObligationTable.WALK,
                ObligationTable.WALK_AWAY,
                ObligationTable.CLAIM,
                ObligationTable.DONE,
                ObligationTable.CHANGED,
                ObligationTable.RENEW,
                ObligationTable.WAKE
            })
    void everyTableIsReadByKey(String sql) {
        assertThat(readWithoutKey(plan(sql))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = ObligationTable.REAP)
    void whatADeadNodeHeldIsFoundAmongTheLeasesAlone(String sql) {
        assertThat(readWithoutKey(plan(sql))).hasSize(1).allMatch(line -> line.contains("on obligation_lease"));
    }

    private static List<String> readWithoutKey(List<String> plan) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            boolean keyed = i + 1 < plan.size() && plan.get(i + 1).contains("Index Cond");
            if (READS_A_TABLE.matcher(plan.get(i)).find() && !keyed) {
                found.add(plan.get(i));
            }
        }
        assertThat(plan).anyMatch(line -> READS_A_TABLE.matcher(line).find());
        return found;
    }

    private static List<String> plan(String sql) {
        int[] count = {0};
        String numbered = PLACE.matcher(sql).replaceAll(place -> "\\$" + ++count[0]);
        return DATABASE.database()
                .inSystem(handle -> Sql.byIndex(handle, connection -> {
                    List<String> lines = new ArrayList<>();
                    try (PreparedStatement statement = connection.prepareStatement("select public.plan(?)")) {
                        statement.setString(1, numbered);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                lines.add(rows.getString(1));
                            }
                        }
                    }
                    return lines;
                }));
    }
}
