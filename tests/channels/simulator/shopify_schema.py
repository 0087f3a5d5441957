"""The part of Shopify's GraphQL Admin API that a back room needs, and what a question in it costs."""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    get_nullable_type,
    parse,
)
from graphql.language import InlineFragmentNode, IntValueNode

LISTS = {
    "Order": "Order",
    "LineItem": "LineItem",
    "ShippingLine": "ShippingLine",
    "FulfillmentLineItem": "FulfillmentLineItem",
    "FulfillmentOrder": "FulfillmentOrder",
    "FulfillmentOrderLineItem": "FulfillmentOrderLineItem",
    "RefundLineItem": "RefundLineItem",
    "OrderTransaction": "OrderTransaction",
    "ProductVariant": "ProductVariant",
}

SDL = """
scalar DateTime scalar Decimal scalar URL scalar UnsignedInt64
directive @idempotent(key: String!) on FIELD
interface Node { id: ID! }
enum OrderSortKeys { CREATED_AT ID PROCESSED_AT UPDATED_AT }
enum CurrencyCode { EUR USD GBP JPY KWD CLP }
enum CountryCode { DE GB US IE JP }
enum OrderDisplayFinancialStatus { AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED }
enum FulfillmentStatus { CANCELLED ERROR FAILURE OPEN PENDING SUCCESS }
enum FulfillmentOrderStatus { CANCELLED CLOSED IN_PROGRESS INCOMPLETE ON_HOLD OPEN SCHEDULED }
enum RefundLineItemRestockType { CANCEL LEGACY_RESTOCK NO_RESTOCK RETURN }
enum OrderTransactionKind { AUTHORIZATION CAPTURE REFUND SALE VOID }
enum OrderTransactionStatus { ERROR FAILURE PENDING SUCCESS }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type Attribute { key: String! value: String }
type Shop { name: String! myshopifyDomain: String! }
type Location implements Node { id: ID! name: String! }
type MailingAddress {
  name: String company: String address1: String address2: String city: String province: String
  provinceCode: String zip: String country: String countryCodeV2: CountryCode phone: String
}
type Customer implements Node { id: ID! firstName: String lastName: String }
type DiscountAllocation { allocatedAmountSet: MoneyBag! }
type TaxLine { title: String! priceSet: MoneyBag! }
type ShippingLine { title: String! code: String originalPriceSet: MoneyBag! discountedPriceSet: MoneyBag! }
type LineItem implements Node {
  id: ID! name: String! title: String! sku: String quantity: Int! currentQuantity: Int! unfulfilledQuantity: Int!
  requiresShipping: Boolean! isGiftCard: Boolean! originalUnitPriceSet: MoneyBag!
  discountAllocations: [DiscountAllocation!]! taxLines(first: Int): [TaxLine!]! customAttributes: [Attribute!]!
}
type FulfillmentTrackingInfo { company: String number: String url: URL }
type FulfillmentLineItem implements Node { id: ID! quantity: Int lineItem: LineItem! }
type Fulfillment implements Node {
  id: ID! status: FulfillmentStatus! trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
  fulfillmentLineItems(first: Int, after: String): FulfillmentLineItemConnection!
}
type RefundLineItem { quantity: Int! restockType: RefundLineItemRestockType! lineItem: LineItem! }
type OrderTransaction implements Node {
  id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! amountSet: MoneyBag!
}
type Refund implements Node {
  id: ID! createdAt: DateTime
  refundLineItems(first: Int, after: String): RefundLineItemConnection!
  transactions(first: Int, after: String): OrderTransactionConnection!
}
type FulfillmentOrderAssignedLocation { location: Location name: String! }
type FulfillmentOrderLineItem implements Node {
  id: ID! totalQuantity: Int! remainingQuantity: Int! lineItem: LineItem!
}
type FulfillmentOrder implements Node {
  id: ID! status: FulfillmentOrderStatus! assignedLocation: FulfillmentOrderAssignedLocation!
  lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection!
}
type Order implements Node {
  id: ID! legacyResourceId: UnsignedInt64! name: String! test: Boolean! note: String email: String phone: String
  createdAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime taxesIncluded: Boolean! currencyCode: CurrencyCode!
  displayFinancialStatus: OrderDisplayFinancialStatus paymentGatewayNames: [String!]! customAttributes: [Attribute!]!
  subtotalPriceSet: MoneyBag totalPriceSet: MoneyBag! totalTaxSet: MoneyBag totalDiscountsSet: MoneyBag
  totalShippingPriceSet: MoneyBag! totalTipReceivedSet: MoneyBag! currentTotalDutiesSet: MoneyBag
  originalTotalAdditionalFeesSet: MoneyBag shippingAddress: MailingAddress billingAddress: MailingAddress
  customer: Customer
  shippingLines(first: Int, after: String): ShippingLineConnection!
  lineItems(first: Int, after: String): LineItemConnection!
  fulfillments(first: Int): [Fulfillment!]!
  refunds(first: Int): [Refund!]!
  fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
}
type InventoryQuantity { name: String! quantity: Int! }
type InventoryLevel implements Node { id: ID! quantities(names: [String!]!): [InventoryQuantity!]! }
type InventoryItem implements Node { id: ID! tracked: Boolean! inventoryLevel(locationId: ID!): InventoryLevel }
type ProductVariant implements Node { id: ID! sku: String displayName: String! inventoryItem: InventoryItem! }
type Query {
  shop: Shop! location(id: ID): Location order(id: ID!): Order fulfillment(id: ID!): Fulfillment
  refund(id: ID!): Refund fulfillmentOrder(id: ID!): FulfillmentOrder nodes(ids: [ID!]!): [Node]!
  orders(first: Int, after: String, query: String, sortKey: OrderSortKeys): OrderConnection!
  productVariants(first: Int, after: String): ProductVariantConnection!
}
type UserError { field: [String!] message: String! }
type InventorySetQuantitiesUserError { code: String field: [String!] message: String! }
input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
input FulfillmentOrderLineItemsInput {
  fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]
}
input FulfillmentTrackingInput { company: String number: String url: URL }
input FulfillmentInput {
  lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! trackingInfo: FulfillmentTrackingInput
  notifyCustomer: Boolean = false
}
input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int }
input InventorySetQuantitiesInput {
  name: String! reason: String! referenceDocumentUri: String quantities: [InventoryQuantityInput!]!
}
type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type InventoryAdjustmentGroup implements Node { id: ID! }
type InventorySetQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [InventorySetQuantitiesUserError!]!
}
type Mutation {
  fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
}
"""


def schema() -> GraphQLSchema:
    lists = "".join(f"type {name}Connection {{ nodes: [{name}!]! pageInfo: PageInfo! }}\n" for name in LISTS)
    return build_schema(SDL + lists)


def cost(schema: GraphQLSchema, question: str) -> int:
    """An object is a point, a list as many as it may have, a connection two more, a change ten."""
    [operation] = (one for one in parse(question).definitions if isinstance(one, OperationDefinitionNode))
    root = schema.get_root_type(operation.operation)
    assert root is not None
    changes = 10 if operation.operation.value == "mutation" else 0
    return changes + _inside(schema, operation.selection_set, root)


def _inside(schema: GraphQLSchema, selections: SelectionSetNode | None, within: Any) -> int:
    if selections is None:
        return 0
    total = 0
    for one in selections.selections:
        if isinstance(one, InlineFragmentNode):
            total += _inside(schema, one.selection_set, schema.type_map[one.type_condition.name.value])
        elif isinstance(one, FieldNode) and one.selection_set and one.name.value != "pageInfo":
            total += _field(schema, one, within)
    return total


def _field(schema: GraphQLSchema, field: FieldNode, within: GraphQLObjectType) -> int:
    told = get_nullable_type(within.fields[field.name.value].type)
    kind = get_named_type(told)
    first = next((int(a.value.value) for a in field.arguments or () if isinstance(a.value, IntValueNode)), 1)
    inside = _inside(schema, field.selection_set, kind)
    if kind.name.endswith("Connection"):
        return 2 + first * inside
    return first * (1 + inside) if isinstance(told, GraphQLList) else 1 + inside
