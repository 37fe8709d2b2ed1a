"""Files as somebody would craft them who wants the program to fall over, made by code for the tests and the fuzzer.

A *sample* is a small file that is well; a *family* makes crafted cases out of one, whatever stands in it. Which
families a format gets follows from its nature (`natures`), so that a format that is added later is covered as well.
"""
