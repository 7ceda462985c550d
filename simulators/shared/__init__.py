"""What both simulators need: a server that can misbehave, fault rules, and a durable store."""
