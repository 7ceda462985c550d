"""A customer without a browser: buys two framed prints over the public HTTP API and watches."""
