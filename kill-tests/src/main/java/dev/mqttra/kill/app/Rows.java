package dev.mqttra.kill.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table in the server's default data source. */
@Stateless
public class Rows {
    @Resource
    private DataSource dataSource;

    /** Makes the table. */
    public void create() {
        execute("create table if not exists delivered (topic varchar(100), id bigint)");
        execute("create index if not exists delivered_id on delivered (topic, id)");
    }

    /** In the caller's transaction. */
    public void insert(String topic, long id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into delivered (topic, id) values (?, ?)")) {
            insert.setString(1, topic);
            insert.setLong(2, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("insert failed", e);
        }
    }

    /** Lines of an id, from this one on, and how many rows it has. */
    public String count(String topic, long from) {
        StringBuilder lines = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select id, count(*) from delivered where topic = ? and id >= ? group by id")) {
            query.setString(1, topic);
            query.setLong(2, from);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    lines.append(found.getLong(1))
                            .append(' ')
                            .append(found.getInt(2))
                            .append('\n');
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("query failed", e);
        }
        return lines.toString();
    }

    /** Transactions that the database has prepared and nobody has decided. */
    public int inDoubt() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select count(*) from information_schema.in_doubt");
                ResultSet found = query.executeQuery()) {
            found.next();
            return found.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("query failed", e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }
}
