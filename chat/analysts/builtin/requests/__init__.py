"""A message as what it is: one request or several, and the form in which the answer is wanted.

`form` takes the asked form off the message, `parts` reads what is left as requests in order,
`facts` gathers the figures that answered them, `fitting` puts these into the asked form.
"""
