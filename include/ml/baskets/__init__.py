"""What a customer buys again: products bought before, the chance of each, the basket to suggest."""
