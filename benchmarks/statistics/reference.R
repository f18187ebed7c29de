# The same statistics by R: package psych where it has them, base R elsewhere. Reads items.csv (candidates × items, in
# hundredths), points.csv and raters.csv (candidates × raters) of the folder named; prints name,value with 17 digits.
suppressPackageStartupMessages(library(psych))
folder <- commandArgs(trailingOnly = TRUE)[1]
load <- function(name) as.matrix(read.csv(file.path(folder, name), header = FALSE))
say <- function(name, values) {
  if (length(values) > 1) name <- paste0(name, "[", seq_along(values), "]")
  cat(paste0(name, ",", sprintf("%.17g", as.numeric(values))), sep = "\n")
  cat("\n")
}

x <- load("items.csv")
points <- as.numeric(load("points.csv"))
n <- nrow(x)
k <- ncol(x)
total <- rowSums(x)

say("facility", colMeans(x) / points)

# The part of each candidate that belongs to the best `size`: those tied at the border share what is left.
members <- function(score, size) {
  place <- rank(-score, ties.method = "min")
  tied <- ave(score, score, FUN = length)
  pmin(1, pmax(0, (size - (place - 1)) / tied))
}
upper_size <- max(1, floor(0.27 * n + 0.5))
upper <- members(total, upper_size)
lower <- members(-total, upper_size)
say("discrimination", (colSums(x * upper) - colSums(x * lower)) / upper_size / points)

best <- members(total, n / 3)
both <- members(total, 2 * n / 3)
took <- x > 0
say("upper_third", colSums(took * best) / (n / 3))
say("middle_third", colSums(took * (both - best)) / (n / 3))
say("lower_third", colSums(took * (1 - both)) / (n / 3))

result <- suppressWarnings(alpha(x, check.keys = FALSE, warnings = FALSE))
say("item_total", result$item.stats$r.drop)
say("alpha", result$total$raw_alpha)
say("alpha_if_dropped", result$alpha.drop$raw_alpha)
say("interval_low", unlist(result$feldt$lower.ci))
say("interval_high", unlist(result$feldt$upper.ci))
say("sem", sd(total) * sqrt(1 - result$total$raw_alpha))

r <- load("raters.csv")
say("kendall_w", friedman.test(t(r))$statistic / (ncol(r) * (nrow(r) - 1)))
icc <- suppressWarnings(suppressMessages(ICC(r, lmer = FALSE)))$results
say("icc_2k", icc[icc$type == "ICC2k", "ICC"])
