"""The pricing core: values and rules, exact to the last fraction, no I/O and no clock."""
