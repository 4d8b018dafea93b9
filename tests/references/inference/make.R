# Numbers from outside for tests/estimation/inference: Rscript make.R, in this folder.
# R 4.2, sandwich 3.0-2, clubSandwich 0.5.8. Writes panel.csv and reference.csv.
suppressPackageStartupMessages({library(sandwich); library(clubSandwich)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20120415)

size <- c(2, 3, 3, 4, 5, 6, 7, 9, 11, 14)          # children by village: far from balanced
pid <- seq_len(sum(size))
village <- rep(seq_along(size), size)
panel <- merge(data.frame(pid, village), data.frame(wave = c(2012, 2014, 2016, 2018)))
panel <- panel[order(panel$pid, panel$wave), ]
shock <- matrix(rnorm(length(size) * 4), ncol = 4)
t <- match(panel$wave, c(2012, 2014, 2016, 2018))
panel$away <- as.numeric(runif(nrow(panel)) < 0.2 + 0.05 * (panel$village %% 4) + 0.1 * (t > 2))
panel$policy <- as.numeric(panel$village %in% c(3, 8, 10) & t > 2)
panel$x1 <- round(rnorm(nrow(panel)) + 0.3 * panel$away, 6)
panel$w <- round(runif(nrow(panel), 0.5, 2), 6)
panel$y <- round(0.2 * panel$away + 0.5 * panel$x1 + rnorm(length(pid))[panel$pid] +
  0.6 * shock[cbind(panel$village, t)] + rnorm(nrow(panel)), 6)
panel <- panel[runif(nrow(panel)) < 0.85, ]
write.csv(panel, "panel.csv", row.names = FALSE)

panel <- panel[ave(panel$pid, panel$pid, FUN = length) > 1, ]  # singletons, as the library drops them
terms <- c("away", "policy", "x1")
out <- NULL
keep <- function(model, weights, value, term, number)
  out <<- rbind(out, data.frame(model, weights, value, term, number = sprintf("%.15g", number)))

cases <- list(
  twfe = y ~ away + policy + x1 + factor(pid) + factor(wave),
  pooled = y ~ away + policy + x1)
for (name in names(cases)) for (weights in c("none", "w")) {
  # weights: analytic, so that the model is the unweighted one of rows times root w
  root <- if (weights == "w") sqrt(panel$w / mean(panel$w)) else rep(1, nrow(panel))
  x <- model.matrix(cases[[name]], panel) * root
  y <- panel$y * root
  fit <- lm(y ~ 0 + x)
  names(fit$coefficients) <- colnames(x)
  at <- match(terms, names(coef(fit)))
  own <- !grepl("pid|Intercept", colnames(x))
  d <- apply(cbind(y, x[, own]), 2, function(z)
    z - root * ave(z * root, panel$pid, FUN = sum) / ave(root^2, panel$pid, FUN = sum))
  within <- lm(d[, 1] ~ 0 + d[, -1])
  names(within$coefficients) <- colnames(x)[own]
  for (j in seq_along(terms)) keep(name, weights, "estimate", terms[j], coef(fit)[at[j]])
  for (type in c("CR0", "CR2", "CR3")) {
    # dummies of children make I - H singular, which CR3 inverts: there they are absorbed first
    model <- if (type == "CR3" && name == "twfe") within else fit
    V <- vcovCR(model, cluster = panel$village, type = type)
    if (type == "CR3") {
      where <- match(terms, names(coef(model)))
      for (j in seq_along(terms))
        keep(name, weights, "CR3_se", terms[j], sqrt(V[where[j], where[j]]))
      next
    }
    test <- coef_test(fit, vcov = V, test = "Satterthwaite", coefs = at)
    for (j in seq_along(terms)) {
      keep(name, weights, paste0(type, "_se"), terms[j], sqrt(V[at[j], at[j]]))
      if (type == "CR2") {
        keep(name, weights, "CR2_df", terms[j], test$df[j])
        keep(name, weights, "CR2_p", terms[j], test$p_Satt[j])
      }
    }
  }
  # two clusters: CR0 of both, and each part with its own factor
  V <- vcovCL(fit, cluster = panel[c("village", "wave")], type = "HC0", cadjust = FALSE,
              multi0 = FALSE)
  for (j in seq_along(terms)) keep(name, weights, "two_way_variance", terms[j], V[at[j], at[j]])
  V <- vcovCL(fit, cluster = panel$village, type = "HC1", cadjust = TRUE)
  for (j in seq_along(terms)) keep(name, weights, "CL_HC1_se", terms[j], sqrt(V[at[j], at[j]]))
}
write.csv(out, "reference.csv", row.names = FALSE, quote = FALSE)
