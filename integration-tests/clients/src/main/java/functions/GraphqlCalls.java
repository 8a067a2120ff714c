package functions;

import graphql.GraphQL;
import graphql.schema.GraphQLSchema;
import graphql.schema.StaticDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;

/** GraphQL for Java, which executes queries in the function. */
final class GraphqlCalls implements Client {

  private final GraphQL graphql = GraphQL.newGraphQL(schema()).build();

  private static GraphQLSchema schema() {
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("item", new StaticDataFetcher("found")))
            .build();
    return new SchemaGenerator()
        .makeExecutableSchema(new SchemaParser().parse("type Query { item: String }"), wiring);
  }

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "query" -> graphql.execute("query FindItem { item }").getData().toString();
      case "error" -> graphql.execute("{ missing }").getErrors().get(0).getErrorType().toString();
      default -> throw new IllegalArgumentException(way);
    };
  }
}
