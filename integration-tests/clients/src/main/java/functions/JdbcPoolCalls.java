package functions;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A pool of connections, as its library's own class has them; the way is the library. */
final class JdbcPoolCalls implements Client {

  /** Their classes of data sources, and what these call the URL. */
  private static final Map<String, String[]> POOLS =
      Map.of(
          "hikari", new String[] {"com.zaxxer.hikari.HikariDataSource", "setJdbcUrl"},
          "dbcp", new String[] {"org.apache.commons.dbcp2.BasicDataSource", "setUrl"},
          "tomcat", new String[] {"org.apache.tomcat.jdbc.pool.DataSource", "setUrl"},
          "c3p0", new String[] {"com.mchange.v2.c3p0.ComboPooledDataSource", "setJdbcUrl"},
          "druid", new String[] {"com.alibaba.druid.pool.DruidDataSource", "setUrl"});

  private final Map<String, DataSource> pools = new ConcurrentHashMap<>();

  @Override
  public String call(String way, String url) throws Exception {
    try (Connection connection =
        pools.computeIfAbsent(way, name -> pool(name, url)).getConnection()) {
      return statement(connection) + prepared(connection);
    }
  }

  private static DataSource pool(String way, String url) {
    String[] names = POOLS.get(way);
    try {
      Class<?> type = Class.forName(names[0]);
      DataSource pool = (DataSource) type.getConstructor().newInstance();
      Method setter = type.getMethod(names[1], String.class);
      setter.invoke(pool, url);
      if (way.equals("tomcat")) {
        type.getMethod("setDriverClassName", String.class).invoke(pool, "org.h2.Driver");
      }
      return pool;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(way, e);
    }
  }

  private static String statement(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 'secret', 42")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String prepared(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ? + 1")) {
      statement.setInt(1, 1);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
