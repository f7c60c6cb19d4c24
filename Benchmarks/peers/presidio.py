#!/usr/bin/env python3
"""presidio.py FILE: scans each line of the file with the pattern recognisers that Presidio has on for English, without
its language model, and prints how many results there were."""
import sys

import tldextract
from presidio_analyzer import PatternRecognizer, RecognizerRegistry

# The list of domains that it ships, rather than one fetched at the first e-mail address.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())

registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
recognisers = [found for found in registry.recognizers if isinstance(found, PatternRecognizer)]
results = 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        for recogniser in recognisers:
            results += len(recogniser.analyze(line, recogniser.supported_entities, None) or ())
print(f"{len(recognisers)} recognisers, {results} results")
