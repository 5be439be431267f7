"""One script a measured claim: `bin/bench NAME`. Each prints ratios of one run; figures of another machine mean little."""
