"""Where features come from: each source event and when it is known, said once for every spec.

Everything is known from the row version that tells it: on the night of its drop, or, for the
history that came as one drop, by the event's own time.
"""

from include.ml.spec import Origin

ORDERED = Origin("the order's placing", "from the night it was placed", ("orders",))
PROMISED = Origin(
    "the promise to the customer", "from the order on, as promised that night", ("orders",)
)
APPROVED = Origin("the payment's approval", "from the night it was approved", ("orders",))
BASKET = Origin("the order's lines", "from the order on", ("order_items",))
PRICE = Origin(
    "the order's lines, else its stated total", "from the order on", ("order_items", "orders")
)
PARCEL = Origin(
    "the order's lines and their products", "from the order on", ("order_items", "products")
)
HANDOVER_DUE = Origin(
    "the seller's deadline for the handover, which follows from the payment's approval",
    "from the night the payment was approved",
    ("order_items", "orders"),
)
HANDED_OVER = Origin(
    "the handover of this order", "from the night it was handed over", ("deliveries",)
)
PLACES = Origin(
    "the addresses of seller and customer, else the handed-over delivery's stated distance",
    "from the order on, or from the handover",
    ("places", "sellers", "orders", "deliveries"),
)
COURIER = Origin(
    "the master data of the order's courier",
    "from the night the order has a courier, at the latest from its handover",
    ("partners", "orders", "deliveries"),
)
ADDRESSES = Origin(
    "the addresses of seller and customer", "from the order on", ("places", "sellers", "orders")
)
NAMED_COURIER = Origin(
    "the master data of the courier that the order names",
    "from the order on, where it names one by the evening",
    ("partners", "orders"),
)
PLANNED_LOAD = Origin(
    "orders open tonight and promised for that date, against promises due in the last 30 days",
    "at the end of the night",
    ("orders", "deliveries"),
)
OPEN_ORDERS = Origin(
    "orders open tonight, against handovers or deliveries of the last 30 days",
    "at the end of the night",
    ("orders", "deliveries"),
)
PROMISES_DUE = Origin(
    "promises that fell due by tonight, as known on the night each fell due",
    "at the end of the night it fell due; an open order's own promise is not among them",
    ("orders", "deliveries"),
)
HANDOVERS = Origin(
    "handovers by tonight", "at the end of the night of each handover", ("deliveries",)
)
DELIVERIES = Origin(
    "deliveries by tonight", "at the end of the night of each delivery", ("deliveries",)
)
EXPECTED = Origin(
    "handovers and deliveries by tonight, beside this order's own progress and promise",
    "at the end of the night of each event",
    ("orders", "deliveries"),
)
WORKING_DAYS = Origin(
    "the promise, counted by the calendar of the source's country",
    "from the order on, as promised that night",
    ("orders",),
)
PAYMENT = Origin("the order's payments", "from the order on", ("payments",))
PAYMENT_METHOD = Origin(
    "the method that the order names, else that of its largest payment",
    "from the order on",
    ("orders", "payments"),
)
AREA = Origin(
    "the order's address, else its customer's", "from the order on", ("orders", "customers")
)
SELLER_AREA = Origin(
    "the address of the order's seller", "from the order on", ("sellers", "orders", "order_items")
)
PRODUCT = Origin(
    "the product of the order's dearest line", "from the order on", ("order_items", "products")
)
APPROVALS = Origin(
    "payments approved by tonight", "at the end of the night of each approval", ("orders",)
)
PAYMENT_APPROVALS = Origin(
    "payments of this kind approved by tonight",
    "at the end of the night of each approval",
    ("orders", "payments"),
)
PAYMENT_PROMISES_DUE = Origin(
    "promises of orders paid this way that fell due by tonight, as known on that night",
    "at the end of the night it fell due; an open order's own promise is not among them",
    ("orders", "deliveries", "payments"),
)
ARRIVALS = Origin(
    "deliveries by tonight, beside their orders' placing and promise",
    "at the end of the night of each delivery",
    ("orders", "deliveries"),
)
OVERDUE_ORDERS = Origin(
    "orders open tonight, and which of them have missed their promise",
    "at the end of the night",
    ("orders", "deliveries"),
)
CARRIED_ORDERS = Origin(
    "orders on their way tonight, against the deliveries before",
    "at the end of the night",
    ("orders", "deliveries"),
)
HANDOVER_PACE = Origin(
    "handovers by tonight, beside this order's own placing and approval",
    "at the end of the night of each event",
    ("orders", "deliveries"),
)
TRANSIT_PACE = Origin(
    "deliveries by tonight, beside this order's own handover",
    "at the end of the night of each event",
    ("deliveries",),
)
REVIEWED = Origin("the review's answer", "from the night it was answered", ("reviews",))
DELIVERED = Origin("the delivery of this order", "from the night it was delivered", ("deliveries",))
