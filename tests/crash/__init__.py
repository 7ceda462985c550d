"""The real stack, killed and cut around every step of its input and output, then in a storm."""
