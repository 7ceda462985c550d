"""`passepartout doctor`: proves that the parts fit together, and names the fix where not."""
