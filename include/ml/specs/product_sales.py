"""How many pieces of a product were sold, as its reviews and its shop tell."""

from include.ml.quantities.product_sales import read_products
from include.ml.quantities.spec import QuantitySpec, Terms
from include.ml.quantities.trees import fit_trees, load_trees
from include.ml.spec import Feature, Origin
from include.ml.terms import Drift

REVIEWED = Origin("reviews of the product", "on the day of the drop", ("reviews",))
LISTED = Origin("products and reviews of the shop", "on the day of the drop",
                ("products", "reviews"))  # fmt: skip

SPEC = QuantitySpec(
    name="product_sales",
    question="How many pieces of the product were sold?",
    feature_version=1,
    feature_steps=("features/product_sales/products.sql",),
    label_sql="features/product_sales/products.sql",
    read=read_products,
    fit=fit_trees,
    load_method=load_trees,
    baselines={
        "per_review": "the usual sales per review, by its reviews",
        "median_of_category": "the median of its category",
    },
    usual="per_review",
    judged="product",
    noun="products' sales",
    terms=Terms(scale="log", least_groups=10, least_rows=200, step=0.0),
    features=(
        # reviews come after sales: the product's number of them is an outcome that grows with sales
        Feature("reviews_count", "reviews", "reviews", "product", REVIEWED, monotone=1),
        Feature("texts_count", "different review texts", "reviews", "product", REVIEWED,
                monotone=1),
        Feature("share_of_shop", "share of the shop's reviews", "", "product", REVIEWED, "rate"),
        Feature("rank_in_shop", "rank in the shop by reviews", "", "product", REVIEWED, "rate"),
        Feature("stars_average", "stars", "stars", "product", REVIEWED),
        Feature("stars_spread", "spread of the stars", "stars", "product", REVIEWED),
        Feature("few_stars_share", "reviews of at most three stars", "", "product", REVIEWED,
                "rate"),
        Feature("five_stars_share", "reviews of five stars", "", "product", REVIEWED, "rate"),
        Feature("text_length_average", "length of the texts", "letters", "product", REVIEWED),
        Feature("text_length_longest", "length of the longest text", "letters", "product",
                REVIEWED),
        Feature("repeated_share", "texts that others have too", "", "product", REVIEWED, "rate"),
        Feature("shop_products_count", "products of the shop", "products", "shop", LISTED),
        Feature("shop_categories_count", "categories of the shop", "categories", "shop", LISTED),
        Feature("shop_reviews_count", "reviews of the shop", "reviews", "shop", LISTED),
        Feature("shop_stars_average", "stars of the shop", "stars", "shop", LISTED),
        Feature("other_reviews_average", "reviews of the shop's other products", "reviews",
                "shop", LISTED),
    ),
    params={
        "objective": "reg:squarederror",
        "tree_method": "hist",
        "max_depth": 3,
        "eta": 0.04,
        "subsample": 0.7,
        "colsample_bytree": 0.6,
        "min_child_weight": 8,
        "lambda": 5,
        "nthread": 2,
        "seed": 1,
        "rounds": 250,
        "beside": "per_review",
    },
    drift=Drift(calm_spans=4, least_known_rows=100, score_name="expected"),
)  # fmt: skip
