"""What Shopify's API is asked and told, in its own language, of one version.

The fields of an order are called as in the body of a webhook, so that one reader understands both. What
belongs to an order is asked for page by page, and never lists within lists: those cost more than is allowed.
"""

from __future__ import annotations

VERSION = "2026-04"
"""A word of stock has to say from which quantity it starts, and which attempt it belongs to."""

PAGE = "pageInfo { hasNextPage endCursor }"
MONEY = "{ shop_money: shopMoney { amount currency_code: currencyCode } }"
ADDRESS = """{
  name company address1 address2 city province province_code: provinceCode zip
  country country_code: countryCodeV2 phone
}"""
ANSWERS = "{ name: key value }"

GREETING = """query Greeting($location: ID!) {
  shop { name myshopifyDomain }
  location(id: $location) { name }
}"""

CHANGED = f"""query Changed($since: String!, $after: String) {{
  orders(first: 25, after: $after, query: $since, sortKey: UPDATED_AT) {{
    nodes {{ id updatedAt }}
    {PAGE}
  }}
}}"""

LINES_OF_ORDER = f"""lineItems(first: 25, after: $after) {{
      nodes {{
        id name title sku quantity
        current_quantity: currentQuantity
        fulfillable_quantity: unfulfilledQuantity
        requires_shipping: requiresShipping
        gift_card: isGiftCard
        price_set: originalUnitPriceSet {MONEY}
        discount_allocations: discountAllocations {{ amount_set: allocatedAmountSet {MONEY} }}
        tax_lines: taxLines {{ price_set: priceSet {MONEY} }}
        properties: customAttributes {ANSWERS}
      }}
      {PAGE}
    }}"""

ORDER = f"""query Order($id: ID!, $after: String) {{
  order(id: $id) {{
    id: legacyResourceId
    name test note email phone
    created_at: createdAt
    updated_at: updatedAt
    cancelled_at: cancelledAt
    taxes_included: taxesIncluded
    currency: currencyCode
    financial_status: displayFinancialStatus
    payment_gateway_names: paymentGatewayNames
    note_attributes: customAttributes {ANSWERS}
    subtotal_price_set: subtotalPriceSet {MONEY}
    total_price_set: totalPriceSet {MONEY}
    total_tax_set: totalTaxSet {MONEY}
    total_discounts_set: totalDiscountsSet {MONEY}
    total_shipping_price_set: totalShippingPriceSet {MONEY}
    total_tip_received_set: totalTipReceivedSet {MONEY}
    current_total_duties_set: currentTotalDutiesSet {MONEY}
    original_total_additional_fees_set: originalTotalAdditionalFeesSet {MONEY}
    shipping_address: shippingAddress {ADDRESS}
    billing_address: billingAddress {ADDRESS}
    customer {{ first_name: firstName last_name: lastName }}
    shipping_lines: shippingLines(first: 10) {{
      nodes {{
        title
        price_set: originalPriceSet {MONEY}
        discounted_price_set: discountedPriceSet {MONEY}
      }}
    }}
    fulfillments(first: 50) {{ id status }}
    refunds(first: 50) {{ id created_at: createdAt }}
    {LINES_OF_ORDER}
  }}
}}"""

LINES = f"""query Lines($id: ID!, $after: String) {{
  order(id: $id) {{
    {LINES_OF_ORDER}
  }}
}}"""

FULFILMENT = f"""query Fulfilment($id: ID!, $after: String) {{
  fulfillment(id: $id) {{
    fulfillmentLineItems(first: 100, after: $after) {{
      nodes {{ quantity line_item: lineItem {{ id }} }}
      {PAGE}
    }}
  }}
}}"""

REFUND = f"""query Refund($id: ID!, $after: String) {{
  refund(id: $id) {{
    refundLineItems(first: 100, after: $after) {{
      nodes {{ quantity restock_type: restockType line_item: lineItem {{ id }} }}
      {PAGE}
    }}
  }}
}}"""

TRANSACTIONS = f"""query Transactions($id: ID!, $after: String) {{
  refund(id: $id) {{
    transactions(first: 50, after: $after) {{
      nodes {{ kind status amount_set: amountSet {MONEY} }}
      {PAGE}
    }}
  }}
}}"""

BY_NAME = """query ByName($name: String!) {
  orders(first: 2, query: $name) { nodes { id name } }
}"""

SENT = """query Sent($id: ID!) {
  order(id: $id) {
    fulfillments(first: 50) { id status trackingInfo(first: 5) { number } }
  }
}"""

TO_FULFIL = f"""query ToFulfil($id: ID!, $after: String) {{
  order(id: $id) {{
    fulfillmentOrders(first: 50, after: $after) {{
      nodes {{ id status assignedLocation {{ location {{ id }} }} }}
      {PAGE}
    }}
  }}
}}"""

LINES_TO_FULFIL = f"""query LinesToFulfil($id: ID!, $after: String) {{
  fulfillmentOrder(id: $id) {{
    lineItems(first: 100, after: $after) {{
      nodes {{ id remainingQuantity lineItem {{ id }} }}
      {PAGE}
    }}
  }}
}}"""

PLACES = f"""query Places($id: ID!, $after: String) {{
  order(id: $id) {{
    lineItems(first: 250, after: $after) {{
      nodes {{ id sku }}
      {PAGE}
    }}
  }}
}}"""

FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status }
    userErrors { field message }
  }
}"""

VARIANTS = f"""query Variants($location: ID!, $after: String) {{
  productVariants(first: 100, after: $after) {{
    nodes {{
      id sku displayName
      inventoryItem {{
        id tracked
        inventoryLevel(locationId: $location) {{ quantities(names: ["available"]) {{ name quantity }} }}
      }}
    }}
    {PAGE}
  }}
}}"""

LEVELS = """query Levels($ids: [ID!]!, $location: ID!) {
  nodes(ids: $ids) {
    id
    ... on InventoryItem {
      inventoryLevel(locationId: $location) { quantities(names: ["available"]) { name quantity } }
    }
  }
}"""

SET_STOCK = """mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { code field message }
  }
}"""
