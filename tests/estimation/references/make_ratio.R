# Shares of a survey by another program: ratio_sample.csv and ratio.csv, which test_ratio.py reads.
# Run in this folder: Rscript make_ratio.R (R 4 with the package survey).
library(survey)
options(survey.lonely.psu = "adjust")

set.seed(20)
villages <- 24
sample <- do.call(rbind, lapply(seq_len(villages), function(village) {
  size <- sample(4:15, 1)
  data.frame(
    cluster = sprintf("v%02d", village),
    stratum = sprintf("c%d", (village - 1) %/% 4),
    alone = if (village == 1) "c9" else sprintf("c%d", (village - 1) %/% 4),
    weight = round(runif(size, 0.4, 3), 4),
    yes = as.integer(runif(size) < plogis(rnorm(1, -0.6, 0.7))),
    inside = as.integer(village %% 6 != 0 & runif(size) < 0.7)
  )
}))
write.csv(sample, "ratio_sample.csv", row.names = FALSE, quote = FALSE)

designs <- list(
  clusters = list(design = svydesign(~cluster, weights = ~weight, data = sample), strata = 1),
  strata = list(
    design = svydesign(~cluster, strata = ~stratum, weights = ~weight, data = sample),
    strata = length(unique(sample$stratum))
  ),
  alone = list(
    design = svydesign(~cluster, strata = ~alone, weights = ~weight, data = sample),
    strata = length(unique(sample$alone))
  )
)
rows <- lapply(names(designs), function(name) {
  one <- designs[[name]]
  freedom <- villages - one$strata # of the whole sample, as for the domain
  do.call(rbind, lapply(c("all", "inside"), function(domain) {
    design <- if (domain == "all") one$design else subset(one$design, inside == 1)
    found <- svymean(~yes, design)
    interval <- confint(found, df = freedom)
    data.frame(
      design = name, domain = domain, strata = one$strata,
      share = coef(found)[[1]], se = SE(found)[[1]], low = interval[1], high = interval[2]
    )
  }))
})
result <- do.call(rbind, rows)
numbers <- c("share", "se", "low", "high")
result[numbers] <- lapply(result[numbers], function(x) sprintf("%.12f", x))
write.csv(result, "ratio.csv", row.names = FALSE, quote = FALSE)
