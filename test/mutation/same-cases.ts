/** Properties try the same cases for every mutant, and one that fails is not looked into further. */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, endOnFailure: true });
