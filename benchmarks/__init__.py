"""One script a measured claim: `bin/bench NAME`. Each prints ratios of one run; compare no other figures."""
