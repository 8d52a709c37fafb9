"""The English the built-in analyst reads: phrases and what each of them means.

One table, so that teaching it a word is one line. A phrase maps to a tag and, where the tag needs
one, a meaning. The tagger takes the longest phrase first.
"""

from __future__ import annotations

from enum import StrEnum

from chat.analysts.builtin.wordlists import STOP_WORDS
from chat.analysts.builtin.words import joined


class Tag(StrEnum):
    """What a piece of a question is."""

    COLUMN = "column"
    VALUE = "value"
    NUMBER = "number"
    PERIOD = "period"
    QUOTED = "quoted"
    AGGREGATE = "aggregate"
    SUPERLATIVE = "superlative"
    TOP = "top"
    BY = "by"
    SORT = "sort"
    GRAIN = "grain"
    OVER_TIME = "over time"
    COMPARE_OP = "comparison"
    SUFFIX_OP = "suffix"
    BETWEEN = "between"
    AND = "and"
    NOT = "not"
    IS = "is"
    SHARE = "share"
    DISTRIBUTION = "distribution"
    CORRELATION = "correlation"
    OUTLIERS = "outliers"
    MISSING = "missing"
    DUPLICATES = "duplicates"
    DESCRIBE = "describe"
    COLUMNS = "columns"
    SHOW = "show"
    ROWS = "rows"
    COMPARE = "compare"
    CHART = "chart"
    COMMON = "common"
    BEST_SELLING = "best selling"
    ADJECTIVE = "adjective"
    WHICH = "which"
    CONTAINS = "contains"
    WHERE = "where"
    DATE_OP = "date"
    OPENER = "opener"
    BACK = "back"
    THAT = "that"
    OF = "of"
    UNABLE = "unable"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    STOP = "stop"
    UNKNOWN = "unknown"


_TABLE: dict[tuple[Tag, str], str] = {
    (Tag.AGGREGATE, "mean"): "average|avg|mean|averages|on average|typical",
    (Tag.AGGREGATE, "sum"): "sum|total|sum of|total of|sum up|add up|totals|in total|altogether|overall"
    "|combined",
    (Tag.AGGREGATE, "median"): "median|medians",
    (Tag.AGGREGATE, "min"): "minimum|min|minimal|smallest value|lowest value",
    (Tag.AGGREGATE, "max"): "maximum|max|maximal|largest value|highest value",
    (Tag.AGGREGATE, "count"): "how many|number of|count|count of|counts|counts of|how much rows|numbers of"
    "|row count|frequency of|frequency",
    (Tag.AGGREGATE, "distinct"): "distinct|unique|different|how many different|how many distinct"
    "|how many unique|number of different|number of distinct|number of unique|count distinct"
    "|distinct count|count unique|distinct count of|count of distinct|count of unique|count of different"
    "|distinct values of|unique values of|distinct values in|unique values in|unique values"
    "|distinct values|different values",
    (Tag.AGGREGATE, "std"): "standard deviation|std|stddev|standard deviation of|std dev|variability",
    (Tag.SUPERLATIVE, "desc"): "highest|most|largest|biggest|greatest|best|top|maximum|max|strongest|longest"
    "|leading",
    (Tag.SUPERLATIVE, "asc"): "minimum|min|lowest|least|fewest|smallest|worst|bottom|weakest|shortest",
    (Tag.SUPERLATIVE, "latest"): "latest|newest|most recent|last",
    (Tag.SUPERLATIVE, "earliest"): "earliest|first|oldest date",
    (Tag.COMMON, "desc"): "most common|most frequent|most popular|most often|commonest"
    "|most common values|most frequent values|top values|most frequently",
    (Tag.COMMON, "asc"): "least common|least frequent|least popular|rarest"
    "|least common values|rarest values",
    (Tag.BEST_SELLING, "desc"): "sell best|sell most|sell the most|best selling|best seller|bestselling"
    "|bestseller|top selling|sells best|sells the most|sold the most|sells most|sold best"
    "|best performing|performs best|performed best|most sold",
    (Tag.BEST_SELLING, "asc"): "sell worst|sell least|worst selling|sells worst|sold the least"
    "|sells the least|worst performing|performs worst",
    (Tag.ADJECTIVE, "price desc"): "most expensive|dearest|priciest|costliest",
    (Tag.ADJECTIVE, "price asc"): "cheapest|least expensive",
    (Tag.ADJECTIVE, "age desc"): "oldest",
    (Tag.ADJECTIVE, "age asc"): "youngest",
    (Tag.ADJECTIVE, "weight desc"): "heaviest",
    (Tag.ADJECTIVE, "weight asc"): "lightest",
    (Tag.ADJECTIVE, "height desc"): "tallest",
    (Tag.ADJECTIVE, "precipitation desc"): "wettest|rainiest",
    (Tag.ADJECTIVE, "precipitation asc"): "driest",
    (Tag.ADJECTIVE, "wind desc"): "windiest",
    (Tag.ADJECTIVE, "temperature desc"): "hottest|warmest",
    (Tag.ADJECTIVE, "temperature asc"): "coldest|coolest",
    (Tag.BY, ""): "by|per|for each|for every|each|every|grouped by|group by|split by|broken down by"
    "|break down by|breakdown by|across|in each|in every|within each|depending on|among|divided by group"
    "|split up by|by each|for all|for the different|with respect to",
    (Tag.SORT, ""): "sorted by|sort by|ordered by|order by|ranked by|rank by|sorted|ranked",
    (Tag.SORT, "desc"): "descending|in descending order|desc|from high to low|high to low",
    (Tag.SORT, "asc"): "ascending|in ascending order|asc|from low to high|low to high",
    (Tag.GRAIN, "hour"): "hourly|hour|hours",
    (Tag.GRAIN, "day"): "daily|day|days|calendar day",
    (Tag.GRAIN, "week"): "weekly|week|weeks",
    (Tag.GRAIN, "month"): "monthly|month|months",
    (Tag.GRAIN, "quarter"): "quarterly|quarter|quarters",
    (Tag.GRAIN, "year"): "yearly|annual|annually|year|years",
    (Tag.GRAIN, "weekday"): "weekday|day of week|day of the week|days of the week|weekdays",
    (Tag.GRAIN, "month of the year"): "month of year|month of the year|months of the year|calendar month"
    "|calendar months|seasonality|seasonal",
    (Tag.GRAIN, "hour of day"): "hour of day|hour of the day|time of day|hours of the day",
    (Tag.OVER_TIME, ""): "over time|trend|trends|trend of|trend in|development|evolution|evolve|evolved"
    "|develop|developed|over the years|over the months|time series|timeline|through time"
    "|change over time|changed over time|growth|growing|grow|grown|change|changed|changes|over the year"
    "|over the month|over the weeks|over the days",
    (Tag.COMPARE_OP, "over"): "over|above|more than|greater than|higher than|exceeding|exceeds|bigger than"
    "|larger than|longer than|is over|>|exceed|in excess of|beyond",
    (Tag.COMPARE_OP, "at least"): "at least|no less than|not less than|minimum of|greater than or equal to"
    "|>=|not below|not under|starting at|more than or equal to",
    (Tag.COMPARE_OP, "under"): "under|below|less than|fewer than|lower than|smaller than|shorter than|<",
    (Tag.COMPARE_OP, "at most"): "at most|up to|no more than|not more than|maximum of|less than or equal to"
    "|<=|not above|not over",
    (Tag.COMPARE_OP, "is"): "equal to|equals|exactly|=|==",
    (Tag.COMPARE_OP, "is not"): "not equal to|!=|<>|is not equal to|unequal to",
    (Tag.COMPARE_OP, "age over"): "older than",
    (Tag.COMPARE_OP, "age under"): "younger than",
    (Tag.COMPARE_OP, "price over"): "more expensive than",
    (Tag.COMPARE_OP, "price under"): "cheaper than|less expensive than",
    (Tag.SUFFIX_OP, "at least"): "or more|or above|or higher|or over|and above|or older|and older|and up"
    "|and over",
    (Tag.SUFFIX_OP, "at most"): "or less|or fewer|or below|or lower|or under|or younger|and under|and below"
    "|and younger",
    (Tag.BETWEEN, ""): "between|from|ranging from|in the range|in the range of",
    (Tag.AND, "and"): "and|as well as|&|plus|along with|together with",
    (Tag.AND, "or"): "or|nor",
    (Tag.AND, "to"): "to|until the end of",
    (Tag.NOT, ""): "not|except|excluding|without|other than|but not|isn't|aren't|is not|are not|were not"
    "|was not|weren't|wasn't|no|exclude|apart from|didn't|did not|not in|don't|do not|non|never"
    "|leave out|leaving out|ignoring|not counting|not including|leaving aside|aside from|neither",
    (Tag.IS, ""): "is|are|was|were|be|being|equal|has been|have been|'s",
    (Tag.SHARE, ""): "share|percentage|percent|proportion|fraction|share of|percentage of|percent of"
    "|proportion of|fraction of|what part of|part of|%|rate|rate of|ratio|contribution|contribution of"
    "|as a percentage|in percent|share of the total|share of total|percent of total|percentage of total"
    "|composition|breakdown|breakdown of|composition of|make up|makeup",
    (Tag.DISTRIBUTION, ""): "distribution|distribution of|distributed|spread|spread of|histogram of|range of",
    (Tag.CORRELATION, ""): "correlation|correlate|correlated|correlates|correlations|relationship"
    "|relationships|related|relation|relate|depend|depends|associated|association|influence|influences"
    "|affect|affects|connected|linked|link|drives|impact|effect|relates|correlation coefficient",
    (Tag.OUTLIERS, ""): "outlier|outliers|anomaly|anomalies|unusual values|unusual|extreme values|extremes"
    "|extreme|suspicious values|strange values",
    (Tag.MISSING, ""): "missing|null|nulls|empty|blank|incomplete|missing values|null values|empty values"
    "|blanks|unknown|empty cells|missing data|not available|missing entries|nan|completeness|filled in"
    "|data quality",
    (Tag.DUPLICATES, ""): "duplicate|duplicates|duplicate rows|duplicated|duplicated rows|repeated rows"
    "|identical rows",
    (Tag.DESCRIBE, ""): "describe|time span|date range|time range|what period|period covered|summary"
    "|summarize|summarise|overview|summary of|overview of|statistics|stats|what is this file"
    "|what's this file|what is this|what is in this|what is in the file|tell me about|describe the data"
    "|what is this data|what is this about|what is in here|statistics of|statistics for|stats for"
    "|stats of|what is this file about|what is in this file|what is the file about|explain the data"
    "|explain this file|summary statistics|summary statistics of|describe this"
    "|what is this dataset about|analyze|analyse",
    (Tag.COLUMNS, ""): "columns|fields|column names|schema|variables|which columns|what columns|field names"
    "|features|data types|types of columns|attributes|headers",
    (Tag.SHOW, ""): "show|sort|rank|list|display|give|see|print|get|find|fetch|view|preview|head|look at"
    "|show me|give me|list all|show all|list the|enumerate|name",
    (Tag.SHOW, "random"): "sample|random",
    (Tag.ROWS, ""): "row|rows|record|records|entry|entries|line|lines|observation|observations|data points"
    "|raw data|data point|data|dataset|data set|file|table|rows of data",
    (Tag.COMPARE, ""): "compare|comparison|comparing|difference|differences|differ|vs|versus|compared to"
    "|compared with|compared|against|comparison of|difference between|differ between|difference in"
    "|differences in",
    (Tag.CHART, ""): "plot|chart|graph|draw|visualise|visualize|diagram|visual|visualization|figure|plots"
    "|charts",
    (Tag.CHART, "bar"): "bar chart|bar graph|bars|bar plot|column chart|barchart|bar|barplot",
    (Tag.CHART, "line"): "line chart|line graph|line plot|linechart|lineplot|as a line|as line|as lines",
    (Tag.CHART, "area"): "area chart|area plot|area graph|as an area",
    (Tag.CHART, "scatter"): "scatter|scatter plot|scatterplot|scatter chart|scattergram|point chart|xy chart",
    (Tag.CHART, "pie"): "pie|pie chart|piechart|donut|donut chart|doughnut|doughnut chart",
    (Tag.CHART, "histogram"): "histogram|histograms|hist",
    (Tag.CHART, "box"): "box plot|boxplot|box chart|box and whisker|boxplots|box plots|box",
    (Tag.CHART, "heatmap"): "heatmap|heat map",
    (Tag.WHICH, ""): "which|what|who|whose|which of the|what are the|in which|on which|on what|for which"
    "|what is the|what's the|when|where are the|what are|what is|what's|what kinds of|what types of"
    "|what kind of",
    (Tag.CONTAINS, "contains"): "contains|containing|contain|including the word|that mention|mentioning"
    "|mention|like|matching|includes|include|with the word",
    (Tag.CONTAINS, "starts with"): "starts with|starting with|start with|begins with|beginning with"
    "|begin with",
    (Tag.CONTAINS, "ends with"): "ends with|ending with|end with|ending in|ends in",
    (Tag.WHERE, ""): "in|for|where|with|from|on|at|within|whose|having|when|that have|who have|only|just"
    "|only for|in the|for the|during|from the|with a|with an|inside|who has|that has|under the age of"
    "|filtered to|restricted to|only in|limited to|has|have|had|when the|while|about",
    (Tag.DATE_OP, "after"): "after|later than|following",
    (Tag.DATE_OP, "since"): "since|from|starting|starting in|starting from",
    (Tag.DATE_OP, "before"): "before|earlier than|prior to",
    (Tag.DATE_OP, "until"): "until|till|through|up until|up to and including|up to",
    (Tag.OPENER, "replace"): "what about|how about|instead|now|now for|and what about|and how about"
    "|show that|show it|make it|and for|but for|same for|same|the same|the same for|but|and now|then"
    "|and then|do the same for|and|or|plot that|plot it|chart that|chart it|show this|draw it|as|okay|ok"
    "|how does that look",
    (Tag.OPENER, "add"): "also|and also|additionally|further|split further|in addition|as well|too"
    "|split that|break that|split it|break it down|break that down|break it|further split",
    (Tag.BACK, ""): "those|them|these|of those|of them|of these|among them|among those|it|that one|this one",
    (Tag.THAT, ""): "that|which are|who are|that are|who|which were|who were|that were|that is|which is|whom"
    "|which have|who survived that",
    (Tag.OF, ""): "of|in terms of|of the",
    (Tag.UNABLE, "forecasts"): "forecast|predict|prediction|extrapolate|future|next year|next month"
    "|next week|tomorrow|will|projection|going to",
    (Tag.UNABLE, "causes"): "why|cause|causes|because|reason|reasons",
    (Tag.UNABLE, "models and tests"): "regression|t-test|significance|significant|anova|cluster|clusters"
    "|clustering|classification|p-value|hypothesis|confidence interval|machine learning|statistically"
    "|chi",
    (Tag.UNABLE, "arithmetic between columns"): "*|times|multiplied|multiplied by|multiply|divided"
    "|divided by|divide|minus|subtract|subtracted|/|+|×",
    (Tag.UNABLE, "changes to the data"): "delete|update|insert|drop|remove|rename|edit|modify|truncate|alter"
    "|overwrite",
    (Tag.UNABLE, "running totals and moving averages"): "running total|cumulative|moving average"
    "|rolling average|rolling|cumulated|year over year|month over month|yoy",
    (Tag.UNABLE, "joins with other data"): "join|merge with|another file|other file",
    (Tag.GREETING, ""): "hello|hi|hey|good morning|good evening|good afternoon|greetings|howdy|hi there"
    "|how are you",
    (Tag.THANKS, ""): "thanks|thank you|thx|cheers|great|cool|nice|perfect|bye|goodbye|well done|good"
    "|awesome|many thanks",
    (Tag.HELP, ""): "help|what can you do|what can i ask|what questions|how does this work|how do i use this"
    "|what can i do|help me|who are you|examples|what should i ask",
}  # fmt: skip


def _phrases() -> dict[str, tuple[tuple[Tag, str], ...]]:
    """Every phrase, its words joined without spaces, with all of its meanings."""
    found: dict[str, tuple[tuple[Tag, str], ...]] = {}
    for meaning, phrases in _TABLE.items():
        for phrase in phrases.split("|"):
            key = joined(tuple(phrase.split()))
            found[key] = (*found.get(key, ()), meaning)
    return found


PHRASES = _phrases()
LONGEST_PHRASE = 6
KNOWN_WORDS = STOP_WORDS | {
    word for phrases in _TABLE.values() for group in phrases.split("|") for word in group.split()
}
