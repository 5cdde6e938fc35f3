"""Pictures that the server draws, each with the same figures in words beside it."""
