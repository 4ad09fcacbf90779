"""How it is put together and reaches the world: settings, command line, gateways, receiving."""
