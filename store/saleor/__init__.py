"""How we talk to Saleor: operations, typed client and transports; knows nothing of Django."""
