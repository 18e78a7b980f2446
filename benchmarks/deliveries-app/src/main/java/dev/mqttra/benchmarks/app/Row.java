package dev.mqttra.benchmarks.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Rows into the server's default data source, in the caller's transaction. */
@Stateless
public class Row {
    @Resource
    private DataSource dataSource;

    public void create() {
        execute("drop table if exists delivered");
        execute("create table delivered (id bigint auto_increment primary key, payload varbinary(1024))");
    }

    /** A database in memory fills the server's heap otherwise. */
    public void removeAll() {
        execute("truncate table delivered");
    }

    public void insert(byte[] payload) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into delivered (payload) values (?)")) {
            insert.setBytes(1, payload);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("insert failed", e);
        }
    }

    /** A row each, by one batch of the driver. */
    public void insert(List<byte[]> payloads) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into delivered (payload) values (?)")) {
            for (byte[] payload : payloads) {
                insert.setBytes(1, payload);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("insert failed", e);
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
