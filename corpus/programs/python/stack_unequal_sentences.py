# Why it is here: sentences of different lengths are stacked before they are padded. Plain tensor code without a module.
# class: cat / stack mismatch
import torch

PAD = 0


def encode(sentence, vocabulary):
    return torch.tensor([vocabulary[word] for word in sentence.split()])


def batch_of(sentences, vocabulary):
    rows = [encode(s, vocabulary) for s in sentences]
    return torch.stack(rows, dim=0)  #! Concat/extents


sentences = ['the cat sat', 'the dog sat on the cat', 'a dog']
words = ['<pad>', 'the', 'a', 'cat', 'dog', 'sat', 'on']
vocabulary = {word: index for index, word in enumerate(words)}
table = torch.randn(len(vocabulary), 8)

batch = batch_of(sentences, vocabulary)
lengths = (batch != PAD).sum(dim=1)
print(batch.shape, lengths)
