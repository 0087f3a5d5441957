"""What every page needs and no business knows: fragments, forms, sign-in, errors, navigation."""
