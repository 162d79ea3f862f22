"""The product as read by machines. No model of the domain."""
