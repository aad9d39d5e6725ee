"""OCMF, the signed meter values of German calibration law, as values (eichrecht.md).

Imports `cryptography`: only the Lambdas that verify may import from here.
"""
