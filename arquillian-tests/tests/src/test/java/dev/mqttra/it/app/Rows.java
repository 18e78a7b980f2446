package dev.mqttra.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A table in the data source that the application's descriptor names. */
@Stateless
public class Rows {
    @Resource(lookup = "java:app/rows")
    private DataSource dataSource;

    /** Executes a statement, in the caller's transaction. */
    public void execute(String sql, String... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }

    /** In the caller's transaction. */
    public void insert(String run, String text, String call) {
        execute("insert into arrived (run, text, call_id) values (?, ?, ?)", run, text, call);
    }

    /** The rows that a query finds, their columns separated by spaces. */
    public List<String> query(String sql) {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    line.append(i == 1 ? "" : " ").append(row.getString(i));
                }
                found.add(line.toString());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
        return found;
    }
}
