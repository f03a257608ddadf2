"""The floor for tables: polars reading and writing, and verdicts as expressions written by hand.

``untouched`` writes what it read; ``verdicts`` adds the four verdicts of the built-in knowledge,
and nothing else of what a consultation tells. Run as a process of its own:
``untouched|verdicts INPUT OUTPUT``.
"""

import sys
from typing import Any


def main() -> None:
    """Do what the command line says."""
    import polars

    what, source, target = sys.argv[1:]
    table = polars.read_parquet(source)
    if what == "verdicts":
        table = table.with_columns(**verdicts())
    table.write_parquet(target)


def verdicts() -> dict[str, Any]:
    """By the name of its column, each verdict as an expression over the columns of the facts."""
    from polars import col, lit, when

    hurt, around, healed = col("recent_injury"), col("injury_at_spasm"), col("injury_healed")
    exertion, weak = col("exertion"), col("weak_muscles")
    some_activity = col("activities").list.len().fill_null(0) > 0
    sweating, other_loss = col("heavy_sweating"), col("other_fluid_loss")
    little = col("drinking_little")
    tested, measured = col("low_potassium_test"), col("blood_potassium")
    nothing = (~col("had_spasm")) | (col("spasm_site") == "not_leg")
    low = tested | (measured < 3.5)
    not_low = ~tested | (measured >= 3.5)
    return {
        "verdict_injury": when(nothing)
        .then(lit("not_applicable"))
        .when(~hurt & (around | ~healed))
        .then(lit("conflict"))
        .when(hurt & (healed | ~around))
        .then(lit("with_reservation"))
        .when(hurt)
        .then(lit("supported"))
        .when(~hurt)
        .then(lit("not_indicated"))
        .otherwise(lit("undetermined")),
        "verdict_excessive_activity": when(nothing)
        .then(lit("not_applicable"))
        .when((exertion == "none") & some_activity)
        .then(lit("conflict"))
        .when(exertion == "excessive")
        .then(lit("supported"))
        .when((exertion == "some") & weak)
        .then(lit("with_reservation"))
        .when((exertion == "none") | ((exertion == "some") & ~weak))
        .then(lit("not_indicated"))
        .otherwise(lit("undetermined")),
        "verdict_dehydration": when(nothing)
        .then(lit("not_applicable"))
        .when(sweating | other_loss)
        .then(lit("supported"))
        .when(little)
        .then(lit("with_reservation"))
        .when(~sweating & ~other_loss & ~little)
        .then(lit("not_indicated"))
        .otherwise(lit("undetermined")),
        "verdict_low_potassium": when(nothing)
        .then(lit("not_applicable"))
        .when(low & not_low)
        .then(lit("conflict"))
        .when(low)
        .then(lit("supported"))
        .when(not_low)
        .then(lit("not_indicated"))
        .when(col("low_potassium_diet"))
        .then(lit("with_reservation"))
        .otherwise(lit("undetermined")),
    }
