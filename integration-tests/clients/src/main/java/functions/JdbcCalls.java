package functions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;

/** Each way gets a connection, the one that a database was made by; an H2 in memory. */
final class JdbcCalls implements Client {

  private static final String URL = "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1";

  private final DataSource pool = pool();
  private final JdbcDataSource dataSource = new JdbcDataSource();

  JdbcCalls() {
    dataSource.setURL(URL);
  }

  private static DataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "driver" -> select(DriverManager.getConnection(URL));
      case "pool" -> select(pool.getConnection());
      case "source" -> select(dataSource.getConnection());
      case "prepared" -> prepared(pool.getConnection());
      case "batch" -> batch(DriverManager.getConnection(URL));
      case "error" -> error(DriverManager.getConnection(URL));
      case "cast" -> cast(DriverManager.getConnection(URL));
      case "unwrap" -> unwrap(pool.getConnection());
      default -> throw new IllegalArgumentException(way);
    };
  }

  static String select(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 'secret', 42")) {
      rows.next();
      return rows.getString(1) + rows.getInt(2);
    }
  }

  private static String prepared(Connection connection) throws SQLException {
    try (connection;
        PreparedStatement statement = connection.prepareStatement("SELECT ? + 1")) {
      statement.setInt(1, 1);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return "" + rows.getInt(1);
      }
    }
  }

  private static String batch(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.addBatch("CREATE TABLE IF NOT EXISTS items (id INT)");
      statement.addBatch("INSERT INTO items VALUES (1)");
      return "" + statement.executeBatch().length;
    }
  }

  private static String error(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      return "" + statement.execute("SELECT * FROM nothing");
    }
  }

  private static String cast(Connection connection) throws SQLException {
    try (JdbcConnection own = (JdbcConnection) connection) {
      return own.getSchema() + select(own);
    }
  }

  private static String unwrap(Connection connection) throws SQLException {
    try (connection) {
      return connection.unwrap(JdbcConnection.class).getSchema() + select(connection);
    }
  }
}
