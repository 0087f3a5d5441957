"""Everything that leaves the printer: slips and labels, their barcodes, and the press that renders them."""
