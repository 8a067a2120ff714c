// Command bootstrap answers GET /items/{id} with the item's name, and asks a service if it is in stock.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-sdk-go-v2/otelaws"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"opentelemetry.io/lambda/otel"
)

func main() {
	otel.Setup()
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	otelaws.AppendMiddlewares(&settings.APIOptions)
	shop := shop{
		items: dynamodb.NewFromConfig(settings),
		stock: http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)},
	}
	lambda.Start(otel.Wrap(shop.handle))
}

type shop struct {
	items *dynamodb.Client
	stock http.Client
}

func (s *shop) handle(ctx context.Context, request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	id := request.PathParameters["id"]
	found, err := s.items.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(os.Getenv("TABLE_NAME")),
		Key:       map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: id}},
	})
	if err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	name, ok := found.Item["name"].(*types.AttributeValueMemberS)
	if !ok {
		return events.APIGatewayProxyResponse{StatusCode: http.StatusNotFound, Body: "not found"}, nil
	}
	if err := s.checkStock(ctx, id); err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	return events.APIGatewayProxyResponse{
		StatusCode: http.StatusOK,
		Headers:    map[string]string{"Content-Type": "text/plain"},
		Body:       name.Value,
	}, nil
}

func (s *shop) checkStock(ctx context.Context, id string) error {
	url := os.Getenv("STOCK_URL")
	if url == "" {
		return nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/stock/"+id, http.NoBody)
	if err != nil {
		return err
	}
	response, err := s.stock.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the stock is not known: %s", response.Status)
	}
	return nil
}
