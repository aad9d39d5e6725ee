"""OCMF, the signed meter values of German calibration law, as values (eichrecht.md).

Keys and verification import `cryptography`: only Lambdas that verify may load those.
"""
