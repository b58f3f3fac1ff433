"""The REST doors for other programs. GraphQL is how content is read; here is what GraphQL is not for."""
