"""What stations show of prices: kept, told to each by what it has, and told again when lost."""
