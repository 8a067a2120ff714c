package functions;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A database of any driver's, at the URL; each way gets a connection of its own. */
final class JdbcDriverCalls implements Client {

  private static final int SECONDS = 5;

  /** Where a query without a table is no {@code SELECT}. */
  private static final Map<String, String> QUERIES =
      Map.of("hsqldb", "VALUES ('secret', 42)", "derby", "VALUES ('secret', 42)");

  private static final Map<String, String> TEMPORARY =
      Map.of("derby", "DECLARE GLOBAL TEMPORARY TABLE items (id INT) NOT LOGGED");

  @Override
  public String call(String way, String url) throws Exception {
    String driver = url.split(":", -1)[1];
    String query = QUERIES.getOrDefault(driver, "SELECT 'secret', 42");
    String create = TEMPORARY.getOrDefault(driver, "CREATE TEMPORARY TABLE items (id INT)");
    String items = driver.equals("derby") ? "SESSION.items" : "items";
    try (Connection connection = DriverManager.getConnection(url)) {
      return switch (way) {
        case "query" -> query(connection, query);
        case "execute" -> execute(connection, query);
        case "prepared" -> prepared(connection, query);
        case "error" -> query(connection, "SELECT id FROM nothing WHERE name = 'secret'");
        case "update" -> update(connection, create, items);
        case "batch" -> batch(connection, create, items);
        case "transaction" -> transaction(connection, query);
        case "session" -> session(connection);
        default -> throw new IllegalArgumentException(way);
      };
    }
  }

  private static String query(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return row(rows);
    }
  }

  private static String execute(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean found = statement.execute(query);
      return found + row(statement.getResultSet());
    }
  }

  private static String prepared(Connection connection, String query) throws SQLException {
    StringBuilder result = new StringBuilder();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < 2; i++) {
        try (ResultSet rows = statement.executeQuery()) {
          result.append(row(rows));
        }
      }
    }
    return result.toString();
  }

  private static String row(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getString(1) + rows.getInt(2);
  }

  private static String update(Connection connection, String create, String items)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long created = statement.executeUpdate(create);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + items + " VALUES (?)")) {
        insert.setInt(1, 1);
        return created + " " + insert.executeUpdate();
      }
    }
  }

  private static String batch(Connection connection, String create, String items)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(create);
      statement.addBatch("INSERT INTO " + items + " VALUES (1)");
      statement.addBatch("INSERT INTO " + items + " VALUES (2)");
      int length = statement.executeBatch().length;
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + items + " VALUES (?)")) {
        for (int i = 0; i < 3; i++) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        return length + " " + insert.executeBatch().length;
      }
    }
  }

  private static String transaction(Connection connection, String query) throws SQLException {
    connection.setAutoCommit(false);
    String result = query(connection, query);
    connection.commit();
    query(connection, query);
    connection.rollback();
    return result;
  }

  /** Does what pools do between the statements, for which drivers have statements inside. */
  private static String session(Connection connection) throws SQLException {
    boolean valid = connection.isValid(SECONDS);
    int isolation = connection.getTransactionIsolation();
    connection.setTransactionIsolation(isolation);
    connection.clearWarnings();
    try (ResultSet catalogs = connection.getMetaData().getCatalogs()) {
      return valid + " " + isolation + " " + catalogs.next();
    }
  }
}
