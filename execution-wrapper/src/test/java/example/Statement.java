package example;

import java.sql.ResultSet;

/** Is changed as a driver's statement is, unless it is in a signed jar. */
public class Statement {

  public ResultSet executeQuery(String sql) {
    throw new UnsupportedOperationException(sql);
  }
}
