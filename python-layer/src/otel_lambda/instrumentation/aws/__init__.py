"""What botocore's spans say of one AWS service, and where the context goes in its requests."""
