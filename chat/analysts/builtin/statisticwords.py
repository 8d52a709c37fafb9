"""A statistic and its feature steps in words: what the answer says it understood."""

from __future__ import annotations

from chat.analysts.builtin.figures import escape, figure, listing
from chat.analysts.builtin.intent import Feature, Intent
from engine.results import JsonValue
from engine.statistics.catalogue import OPERATIONS

_ROLE_WORDS = {
    "target_column": "of {}", "columns": "on {}", "x_axis": "of {}", "y_axis": "and {}", "group_by": "by {}",
    "time_column": "over {}",
}  # fmt: skip
_OF_COLUMNS = {"describe", "correlation_matrix", "cluster"}
_SETTINGS = {
    "alpha": "α = {}", "confidence": "confidence {}", "test_size": "test part {}", "random_state": "seed {}",
    "threshold": "threshold {}", "clusters": "{} clusters", "periods": "{} steps ahead",
    "value": "against {}",
    "max_depth": "depth {}", "n_neighbors": "{} neighbours", "n_estimators": "{} trees",
    "season_length": "season of {} steps",
}  # fmt: skip


_WORDS = {
    "pearson": "Pearson's r", "spearman": "Spearman's rho", "kendall": "Kendall's tau", "t": "t-test",
    "welch": "Welch's t-test", "mann_whitney": "Mann–Whitney U", "ks": "Kolmogorov–Smirnov", "anova": "ANOVA",
    "welch_anova": "Welch's ANOVA", "kruskal": "Kruskal–Wallis", "levene": "Levene", "bartlett": "Bartlett",
    "mood": "Mood", "paired_t": "paired t-test", "wilcoxon": "Wilcoxon", "chi_square": "chi-square",
    "fisher": "Fisher's exact test", "mantel_haenszel": "Mantel–Haenszel", "iqr": "beyond 1.5 × IQR",
    "zscore": "by z-score", "modified_zscore": "by modified z-score", "shapiro": "Shapiro–Wilk",
    "dagostino": "D'Agostino", "anderson": "Anderson–Darling", "lilliefors": "Lilliefors",
    "kolmogorov_smirnov": "Kolmogorov–Smirnov", "mse": "MSE", "rmse": "RMSE", "mae": "MAE", "r2": "R²",
    "f1": "F1", "roc_auc": "ROC AUC",
}  # fmt: skip
_BASES = {"e": "natural logarithm", "10": "logarithm to base 10", "2": "logarithm to base 2"}


def statistic_words(intent: Intent) -> str:
    """`correlation of age and fare (spearman, α = 0.01)`."""
    statistic = intent.statistic
    if statistic is None:
        return ""
    known = OPERATIONS.get(statistic.operation)
    title = known.title[0].lower() + known.title[1:] if known else statistic.operation
    parts = [title]
    for role, columns in statistic.roles.items():
        word = "of {}" if role == "columns" and statistic.operation in _OF_COLUMNS else _ROLE_WORDS[role]
        word = (
            "controlling for {}"
            if statistic.operation == "partial_correlation" and role == "columns"
            else word
        )
        parts.append(word.format(listing([escape(name) for name in columns])))
    settings = [_setting(name, value) for name, value in statistic.parameters.items()]
    told = [item for item in settings if item]
    return " ".join(parts) + (f" ({', '.join(told)})" if told else "")


def _setting(name: str, value: JsonValue) -> str:
    if isinstance(value, bool):
        return f"{'with' if value else 'without'} {name.replace('_', ' ')}"
    if name == "quantiles" and isinstance(value, list):
        return f"quantiles {listing([f'{item:g}' for item in value if isinstance(item, int | float)])}"
    if isinstance(value, list):
        return listing([_word(name, item) if isinstance(item, str) else f"{item:g}" for item in value])
    if isinstance(value, str):
        return _word(name, value)
    said = f"{value:g}" if isinstance(value, float) else figure(value)
    return _SETTINGS.get(name, name.replace("_", " ") + " {}").format(said)


def _word(name: str, value: str) -> str:
    """A choice of the catalogue by its usual name; the names of groups stay as they are."""
    return escape(value) if name == "groups" else escape(_WORDS.get(value, value.replace("_", " ")))


def feature_words(step: Feature) -> str:
    """`making ratio = Fare / Age`, "filling Age with its median"."""
    kind, name = str(step["step"]), escape(step.get("name", ""))
    column = escape(step.get("column", ""))
    if kind in {"ratio", "difference", "sum", "product"}:
        sign = {"ratio": "/", "difference": "−", "sum": "+", "product": "×"}[kind]
        return f"making {name} = {escape(step['left'])} {sign} {escape(step['right'])}"
    if kind == "fill":
        how = figure(step.get("value")) if step["with"] == "value" else f"its {step['with']}"
        return f"filling missing {column} with {how}"
    if kind == "drop_missing":
        return f"dropping rows without {listing([escape(item) for item in _texts(step['columns'])], 'or')}"
    if kind == "drop_duplicates":
        return "dropping repeated rows"
    return _made(step, kind, name, column)


def _made(step: Feature, kind: str, name: str, column: str) -> str:
    if kind == "log":
        of = f"1 + {column}" if step.get("add_one") else column
        return f"taking the {_BASES[str(step.get('base', 'e'))]} of {of}"
    if kind == "zscore":
        return f"turning {column} into z-scores"
    if kind == "min_max":
        return f"scaling {column} to 0–1"
    if kind == "date_part":
        return f"taking the {escape(str(step['part']).replace('_', ' '))} from {column}"
    if kind == "bins":
        many = f" into {figure(step['count'])} bins" if "count" in step else " into bins"
        how = "with equally many rows" if step.get("method") == "equal_frequency" else "of equal width"
        return f"putting {column}{many}{'' if 'edges' in step else f' {how}'}"
    return f"making {name} from {column}"


def _texts(value: JsonValue) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
