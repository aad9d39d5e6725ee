"""What stations have to show of prices: looked at again whenever it may be another."""
