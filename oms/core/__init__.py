"""The ground floor: transactions, operations, facts, clock, money. It knows no business."""
